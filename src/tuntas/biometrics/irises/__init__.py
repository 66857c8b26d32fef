"""Irises: find both boundaries, judge the image, make a code of the texture, compare codes.

One way through: ``eye.read`` → ``boundaries.find`` → ``occlusion.unwrap`` → ``quality.judge`` →
``code.encode`` → ``code.compare``. Source of the method: J. Daugman, "How iris recognition works"
(IEEE CSVT 2004) and "Probing the uniqueness and randomness of IrisCodes" (Proc. IEEE 2006).
"""
