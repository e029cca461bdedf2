"""What may be seen outside: releases, in ranges that tell nothing certain about one person, and how long logs are kept."""
