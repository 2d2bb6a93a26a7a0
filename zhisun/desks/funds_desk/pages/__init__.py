"""Pages of the funds desk, one file per thing shown or done."""
