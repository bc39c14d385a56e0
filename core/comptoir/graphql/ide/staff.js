"use strict";

// The token lives in this script alone: not in a cookie, nor in the browser's storage. A reload signs out.
const address = window.location.pathname;
const form = document.getElementById("sign-in");
const refusal = document.getElementById("refusal");
const signIn = `mutation ($email: String!, $password: String!) {
  staffSignIn(email: $email, password: $password) { accessToken userErrors { message } }
}`;
const firstQuery = `# You are signed in. Ctrl-Enter runs the query; Ctrl-Space completes names.
{
  me { name role permissions }
}
`;

function memory() {
  const kept = new Map();
  return {
    get length() { return kept.size; },
    getItem: (key) => (kept.has(key) ? kept.get(key) : null),
    setItem: (key, value) => { kept.set(key, value); },
    removeItem: (key) => { kept.delete(key); },
    clear: () => { kept.clear(); },
  };
}

async function exchange(variables) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: signIn, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  const { accessToken, userErrors } = data.staffSignIn;
  if (!accessToken) throw new Error(userErrors[0].message);
  return accessToken;
}

function open(token) {
  const place = document.getElementById("ide");
  form.remove();
  place.hidden = false;
  ReactDOM.createRoot(place).render(
    React.createElement(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: address, headers: { authorization: `Bearer ${token}` } }),
      storage: memory(),
      defaultQuery: firstQuery,
      defaultEditorToolsVisibility: "variables",
    }),
  );
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  refusal.textContent = "";
  const given = new FormData(form);
  try {
    open(await exchange({ email: given.get("email"), password: given.get("password") }));
  } catch (error) {
    refusal.textContent = error.message;
  }
});
