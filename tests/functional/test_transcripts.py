"""What the import commands print and write, as transcripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functional.transcribing import replay, updating

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_commands_do_what_the_transcript_says(transcript: Path, tmp_path: Path) -> None:
    expected, came = replay(transcript, tmp_path)

    if updating():
        transcript.write_text(came)
    else:
        assert came == expected
