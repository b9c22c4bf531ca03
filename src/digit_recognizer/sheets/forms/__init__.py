"""Forms of our own: described in TOML, printed, and read exactly from a photograph.

``form`` is the description, ``placing`` says where everything stands on paper, ``printing`` draws
it. ``code`` brings a description into the square code on the page and back; ``finding`` finds code
and corner marks in a picture, and with them every cell.
"""
