"""The families of proofs, one file each, and what they have in common.

A family answers two questions and keeps them apart: does the signature fit what was signed
(check ``proof``), and is the key the issuer's (check ``issuer-key``).
"""
