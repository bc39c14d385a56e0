// Stripe's Payment Element for the shop's payment pages. Stripe's own script comes before it on the page.
(() => {
  // Decimals of Stripe's amounts, where there are not two: docs.stripe.com/currencies.
  const DECIMALS = {};
  for (const code of "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" ")) DECIMALS[code] = 0;
  for (const code of "BHD JOD KWD OMR TND".split(" ")) DECIMALS[code] = 3;

  const units = (amount, currency) => {
    const decimals = DECIMALS[currency.toUpperCase()] ?? 2;
    const [whole, part = ""] = String(amount).split(".");
    return Number(whole + part.padEnd(decimals, "0").slice(0, decimals));
  };
  const asked = ({ amount, currency }) => ({ amount: units(amount, currency), currency: currency.toLowerCase() });

  const shown = (element, place) =>
    new Promise((resolve, reject) => {
      element.on("ready", () => resolve());
      element.on("loaderror", ({ error }) => reject(new Error(error?.message ?? "")));
      element.mount(place);
    });

  // One payment of a page: what it is for may change until its token is made.
  class StripePayment {
    #stripe;
    #elements;

    constructor(stripe, elements) {
      this.#stripe = stripe;
      this.#elements = elements;
    }

    update(due) {
      this.#elements.update(asked(due));
    }

    async token() {
      const { error: incomplete } = await this.#elements.submit();
      if (incomplete) return { message: incomplete.message };
      const { error, confirmationToken } = await this.#stripe.createConfirmationToken({ elements: this.#elements });
      return error ? { message: error.message } : { token: confirmationToken.id };
    }

    async confirm(clientSecret, returnUrl) {
      const { error, paymentIntent } = await this.#stripe.retrievePaymentIntent(clientSecret);
      if (error) return { message: error.message };
      const told = await this.#goOn(paymentIntent.status, clientSecret, returnUrl);
      return told.error ? { message: told.error.message } : { ok: true };
    }

    async #goOn(status, clientSecret, returnUrl) {
      // The shop confirmed it, and the bank wants to hear of the payer.
      if (status === "requires_action") return this.#stripe.handleNextAction({ clientSecret });
      if (status !== "requires_payment_method") return {};
      const incomplete = await this.#elements.submit();
      if (incomplete.error) return incomplete;
      return this.#stripe.confirmPayment({
        elements: this.#elements,
        clientSecret,
        redirect: "if_required",
        confirmParams: { return_url: returnUrl },
      });
    }
  }

  window.comptoirPayments ??= {};
  window.comptoirPayments.stripe = {
    async mount(place, { publishableKey, amount, currency, locale = "auto", appearance = {} }) {
      if (!window.Stripe) throw new Error("Stripe's script is not on this page");
      const stripe = window.Stripe(publishableKey, { locale });
      const elements = stripe.elements({ mode: "payment", ...asked({ amount, currency }), appearance });
      await shown(elements.create("payment"), place);
      return new StripePayment(stripe, elements);
    },
  };
})();
