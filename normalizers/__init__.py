"""IKU: what the words on the paper mean. Turns an Extraction into a document and its records."""
