# Thin: each target is a command of run.py.
.PHONY: run test check bench ci

run:
	python3 run.py

test:
	python3 run.py test

check:
	python3 run.py check

bench:
	python3 run.py bench

ci:
	.ci/run
