"""Makes the weights of the line reader (`extractors.ocr.crnn`): generated print, network, training, export, evaluation.

Needs the extra `[train]`; nothing of it is needed to read documents.
"""
