"""What every channel with pages needs, whatever it looks like: visits, cookies, forms, errors, templates.

A channel makes a `Site`, gives it a folder (templates/, static/, messages/) and its pages; each page is an
async function from a `Visit` to a response. How pages look is the channel's own business.
"""
