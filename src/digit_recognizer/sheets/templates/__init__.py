"""Templates: what stands where on a form that others printed, with a name and a format.

``template`` is the description, ``template_file`` its file of JSON; ``placing`` lays its frames on
a page, ``reading`` reads one by it; ``making`` makes a blank form of a filled one.
"""
