// Stands in for Stripe's script in tests: the same calls, a plain field for the card, no frame.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const TOKENS = {
    "4242424242424242": "ctoken_visa",
    "4000000000000002": "ctoken_chargeDeclined",
    "4000000000009995": "ctoken_chargeDeclinedInsufficientFunds",
    "4000002760003184": "ctoken_threeDSecure",
  };
  const ask = async (path, values) => {
    const body = new URLSearchParams(values);
    const answer = await fetch(home + path, { method: "POST", body });
    return answer.json();
  };
  class PaymentElement {
    mount(target) {
      const place = typeof target === "string" ? document.querySelector(target) : target;
      const label = document.createElement("label");
      label.append("Card number ");
      this.input = label.appendChild(document.createElement("input"));
      this.input.name = "stand-in-card";
      this.input.autocomplete = "off";
      place.replaceChildren(label);
    }
    on() { return this; }
    get token() { return TOKENS[this.input.value.replaceAll(" ", "")] ?? "ctoken_chargeDeclined"; }
  }
  class Elements {
    create() { this.payment = new PaymentElement(); return this.payment; }
    getElement() { return this.payment ?? null; }
    update() {}
    async submit() {
      const empty = !this.payment.input.value.trim();
      return empty ? { error: { type: "validation_error", message: "Your card number is incomplete." } } : {};
    }
  }
  window.Stripe = (key) => {
    if (!key.startsWith("pk_")) throw new Error("a publishable key begins with pk_");
    return {
      elements: () => new Elements(),
      async createConfirmationToken({ elements }) {
        return { confirmationToken: { id: elements.payment.token } };
      },
      async confirmPayment({ elements, clientSecret, confirmParams, redirect }) {
        const values = { secret: clientSecret, token: elements.payment.token, return_url: confirmParams.return_url };
        const answer = await ask("/stand-in/confirm", values);
        if (answer.error) return answer;
        if (answer.paymentIntent.status === "requires_action") await ask("/stand-in/authenticate", { secret: clientSecret });
        if (redirect !== "if_required") { location.assign(confirmParams.return_url); return new Promise(() => {}); }
        return ask("/stand-in/read", { secret: clientSecret });
      },
      async handleNextAction({ clientSecret }) {
        return ask("/stand-in/authenticate", { secret: clientSecret });
      },
      async retrievePaymentIntent(clientSecret) {
        return ask("/stand-in/read", { secret: clientSecret });
      },
    };
  };
})();
