"""Who takes payments, as a front end learns it."""

from comptoir.testing import open_shop

QUERY = "{ paymentProviders { name title readers } }"


def test_a_front_end_learns_who_takes_payments(tmp_path):
    with open_shop(tmp_path) as opened:
        assert opened.data(QUERY) == {
            "paymentProviders": [{"name": "sandbox", "title": "Test card", "readers": True}]
        }
        french = opened.data("query @inContext(language: FR) " + QUERY)
        assert french["paymentProviders"][0]["title"] == "Carte fictive"


def test_a_shop_without_providers_says_so(tmp_path):
    with open_shop(tmp_path, sandbox_payments=False) as opened:
        assert opened.data(QUERY) == {"paymentProviders": []}
