"""Paper: what stands where on a page. Knows PDFs, pixels, rulings and OCR; knows nothing of indicators."""
