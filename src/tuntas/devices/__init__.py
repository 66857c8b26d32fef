"""What a capture station asks of a scanner or a camera, whoever made it.

A library: no Django, no store. :mod:`contract` says what every device offers, :mod:`errors` every
way it fails, in words; :mod:`sbi` speaks MOSIP's protocol to real devices, :mod:`files` and
:mod:`webcam` take images from elsewhere, :mod:`vendors` holds a folder for each maker,
:mod:`station` puts them together, and :mod:`simulator` is a device of nobody's, in a process of
its own. `docs/devices.md` tells how they meet.
"""
