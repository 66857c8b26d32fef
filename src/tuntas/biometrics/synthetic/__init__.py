"""Biometrics of nobody: prints, irises, drawn faces and signatures grown from a number.

Everything here is a specimen. An identity is an integer; the same integer gives the same finger,
eye, face and hand on every machine. Nothing is learnt from any person's image.
"""
