"""Scanners and a camera of nobody's: SBI 0.9.5 on loopback, with drawn people before them.

A process of its own (`tuntas devices simulate`): what it sends is signed by a certificate chain
that says SPESIMEN, made in a folder at the first start, and holds synthetic prints, eyes and faces
of identities by number. It fails in every way the protocol knows when it is told to.
"""
