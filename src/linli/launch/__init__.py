"""Starts everything: the embedded PostgreSQL, the web server and the worker, and clears up after them.

No Django here: the program itself is only ever a child process. What run.py needs before `.venv` exists
(`environment`, `options`, `preflight` and what they import) uses nothing but the standard library.
"""
