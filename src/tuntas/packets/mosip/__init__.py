"""MOSIP's registration packet, out and in: a zip of encrypted zips, checked before it is believed.

`writing.write` makes one out of what a packet of ours holds, `reading.read` gives the same back.
Layout and wire format: MOSIP packet manager 1.2 and its keymanager; nothing here asks Django, a
clock or the network.
"""
