"""The live stage: samples to a plan, a plan to streams, streams to verdicts, verdicts to records."""
