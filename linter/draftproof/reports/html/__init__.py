"""The ``html`` format: one file to look at in a browser, which needs nothing else and asks nobody.

``page`` puts it together, for static results and for live ones. What people look at first is made here, as
plain HTML; the findings go along as data, and the scripts in ``assets`` show those that are asked for.
"""
