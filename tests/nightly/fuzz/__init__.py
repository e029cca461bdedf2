"""Whatever bytes come in, what reads them says what is wrong and goes on: `python -m tests.nightly.fuzz` tries many.

A target reads bytes in this process and holds what comes of them against `oracle`. Its seeds are the inputs of
`tests/nightly/corpus`, and a test feeds it those without a fuzzer. A crash that was mended joins them there.
"""
