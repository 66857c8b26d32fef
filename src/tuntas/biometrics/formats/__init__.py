"""Records and images as other systems write them: ISO/IEC 19794, CBEFF, WSQ, JPEG 2000.

Every reader takes bytes from strangers: it refuses with a ``BiometricError``, allocates nothing
because a length said so, and never runs longer than the bytes it was given justify.
"""
