"""One run, in its parts: what is to do (plan), the documents (reading), how it ended (figures), and what people see."""
