"""Bad inputs as files, each with what is to become of it beside it: `python -m tests.nightly.corpus` prints a table.

`inputs/KIND/NAME.EXT` is an input and `inputs/KIND/NAME.expected` its verdict. `cases.KINDS` says where an input
of a kind is laid and which command reads it. A file NAME.sh prints the input, where it is long, or builds what
no file can be: links, pipes, names, states of git. Each case is a process of its own under limits, run twice.
"""
