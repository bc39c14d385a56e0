// Stands in for Stripe's script in tests: the same calls, a plain field for the card, no frame.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const TOKENS = {
    "4242424242424242": "ctoken_visa",
    "4000000000000002": "ctoken_chargeDeclined",
    "4000000000009995": "ctoken_chargeDeclinedInsufficientFunds",
    "4000002760003184": "ctoken_threeDSecure",
    "4000008400001629": "ctoken_threeDSecureRefused",
  };
  const ask = async (path, values) => {
    const body = new URLSearchParams(values);
    const answer = await fetch(home + path, { method: "POST", body });
    return answer.json();
  };
  class PaymentElement {
    constructor(due) { this.due = due; this.heard = {}; }
    mount(target) {
      const place = typeof target === "string" ? document.querySelector(target) : target;
      const label = document.createElement("label");
      label.append("Card number ");
      this.input = label.appendChild(document.createElement("input"));
      this.input.name = "stand-in-card";
      this.input.autocomplete = "off";
      place.replaceChildren(label);
      this.show(this.due);
      queueMicrotask(() => this.heard.ready?.({}));
    }
    show({ amount, currency }) { if (amount) this.input.dataset.due = `${amount} ${currency}`; }
    on(name, listener) { this.heard[name] = listener; return this; }
    get token() { return TOKENS[this.input.value.replaceAll(" ", "")] ?? "ctoken_chargeDeclined"; }
  }
  class Elements {
    constructor(options) {
      const wrong = !options.clientSecret && !(options.mode === "payment" && options.amount > 0 && options.currency);
      if (wrong) throw new Error("elements() wants a client secret, or a mode, an amount and a currency");
      if (options.currency && options.currency !== options.currency.toLowerCase()) throw new Error("currencies are in lower case");
      this.options = options;
    }
    create(kind) {
      if (kind !== "payment") throw new Error("only the Payment Element stands in");
      this.payment = new PaymentElement(this.options);
      return this.payment;
    }
    getElement() { return this.payment ?? null; }
    update(options) { this.payment.show(Object.assign(this.options, options)); }
    async submit() {
      this.submitted = Boolean(this.payment.input.value.trim());
      return this.submitted ? {} : { error: { type: "validation_error", message: "Your card number is incomplete." } };
    }
    need() { if (!this.submitted) throw new Error("elements.submit() comes first"); }
  }
  window.Stripe = (key) => {
    if (!key.startsWith("pk_")) throw new Error("a publishable key begins with pk_");
    return {
      elements: (options) => new Elements(options),
      async createConfirmationToken({ elements }) {
        elements.need();
        return { confirmationToken: { id: elements.payment.token } };
      },
      async confirmPayment({ elements, clientSecret, confirmParams, redirect }) {
        elements.need();
        const values = { secret: clientSecret, token: elements.payment.token, return_url: confirmParams.return_url };
        const answer = await ask("/stand-in/confirm", values);
        if (answer.error) return answer;
        const asks = answer.paymentIntent.status === "requires_action";
        const told = asks ? await this.handleNextAction({ clientSecret }) : answer;
        if (told.error || redirect === "if_required") return told;
        location.assign(confirmParams.return_url);
        return new Promise(() => {});
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
