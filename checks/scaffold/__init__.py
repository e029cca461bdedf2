"""What a new repository holds: policy, rosters, workflows, issue forms, schemas for editors."""
