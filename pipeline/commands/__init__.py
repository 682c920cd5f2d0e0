"""The commands of `iku`, one file each; pipeline/cli.py lists them.

A command module imports at its top only what every call may pay for; heavy packages are imported inside the function.
"""
