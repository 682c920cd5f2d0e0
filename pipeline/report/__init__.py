"""The morning after: report.html for people, iku.prom for those who collect metrics, one line for the mail of cron."""
