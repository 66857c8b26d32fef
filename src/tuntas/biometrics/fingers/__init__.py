"""Fingerprints: from a grey image to a template and a quality."""
