"""Reports of the live stage: plans and what came of them. Each is a pure function of one result."""
