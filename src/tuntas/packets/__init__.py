"""Sealing what was captured: the journal of a session, the packet, the chain of a device.

A library of pure functions and files: no Django, no clock, no network; folders, keys and times
are passed in. What is captured is durable and encrypted the moment it is accepted
(:mod:`journal`), sealed into one signed file (:mod:`sealing`), numbered and chained so that a
lost, changed, repeated or reordered packet is noticed (:mod:`chain`), and destroyed by its key
(:mod:`custody`).
"""
