echo junk > .git
