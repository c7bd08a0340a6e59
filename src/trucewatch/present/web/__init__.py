"""``trucewatch serve``: the pages on which people look at a case and correct it.

``app.py`` joins everything; ``desk.py`` holds the open case, ``frame.py`` renders pages, ``pages/`` has a file for each
page, ``api/`` the JSON interface, ``access/`` accounts and what guards the door. Needs the extra ``web``.
"""
