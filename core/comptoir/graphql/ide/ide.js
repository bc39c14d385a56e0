"use strict";

const firstQuery = `# Welcome to the shop's counter. Ctrl-Enter runs the query; Ctrl-Space completes names.
query Products($country: CountryCode, $language: LanguageCode) @inContext(country: $country, language: $language) {
  products(first: 5) {
    nodes {
      title
      availableForSale
      priceRange { minVariantPrice { amount currencyCode } }
      returnPolicy { summary }
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("ide")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: window.location.pathname }),
    defaultQuery: firstQuery,
    defaultEditorToolsVisibility: "variables",
  }),
);
