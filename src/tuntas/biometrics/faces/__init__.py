"""Faces: find them, judge the picture, make a number of them, compare.

One way through: ``picture.read`` → ``detection.find`` → ``quality.judge`` → ``embedding.embed``
→ ``embedding.compare``; ``portrait.crop`` for the card.
"""
