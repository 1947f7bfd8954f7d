"""Rules about reading: records that cannot be read, and problems of records that only the reader sees.

REC003, REC005 and REC007 are about records that were read: types, repeated keys, and fields that a source loses.
"""
