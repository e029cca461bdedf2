"""A second, simplest possible reading of design.md section 4, to hold `checks` against.

Nothing here may import `checks`, nor be copied from it: two readings that agree are worth something
only while neither has seen the other.
"""
