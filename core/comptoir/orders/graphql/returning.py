"""Whether a line can be returned: fields of `OrderLineItem`."""

from typing import Any

import strawberry

from comptoir.graphql.scalars import DateTime
from comptoir.orders.phrases import explain
from comptoir.orders.returning import ReturnRefusal
from comptoir.orders.view import EligibilityView
from comptoir.policies.graphql import ReturnPolicy
from comptoir.policies.records import PolicyRecord

# The reasons are pure; only here does their enum become a type of the schema.
strawberry.enum(ReturnRefusal, name="ReturnIneligibleReason", description="Why a line cannot be returned.")


@strawberry.type(description="Whether a line can be returned now, by the policy frozen with it.")
class ReturnEligibility:
    """Whether a line can be returned now; resolvers get an `EligibilityView`."""

    @strawberry.field(description="Whether it can be returned now.")
    def eligible(self: Any) -> bool:
        """Return whether it can."""
        return bool(self.found.eligible)

    @strawberry.field(graphql_type=ReturnRefusal | None, description="Why not; none where it can.")
    def reason(self: Any) -> ReturnRefusal | None:
        """Return why not."""
        found: ReturnRefusal | None = self.found.refusal
        return found

    @strawberry.field(description="The same in a sentence, in the reader's language.")
    def explanation(self: Any) -> str:
        """Return a sentence."""
        return explain(self.found.refusal, language=self.language)

    @strawberry.field(description="The last second to return it; none without a limit or before it arrived.")
    def deadline(self: Any) -> DateTime | None:
        """Return until when."""
        moment: DateTime | None = self.found.deadline
        return moment

    @strawberry.field(graphql_type=ReturnPolicy, description="What was promised at purchase.")
    def policy(self: Any) -> PolicyRecord:
        """Return the frozen policy."""
        found: PolicyRecord = self.shown_policy
        return found

    @strawberry.field(description="The rules that decided: the policy's version, and articles of law.")
    def sources(self: Any) -> list[str]:
        """Return the rules."""
        return list(self.found.sources)


@strawberry.type
class LineReturns:
    """Fields of `OrderLineItem`; resolvers get a `LineView`."""

    @strawberry.field(
        graphql_type=ReturnPolicy, description="How it can be returned, as promised at purchase."
    )
    def return_policy(self: Any) -> PolicyRecord:
        """Return the frozen policy."""
        found: PolicyRecord = self.shown_policy
        return found

    @strawberry.field(graphql_type=ReturnEligibility, description="Whether it can be returned now.")
    def return_eligibility(self: Any) -> EligibilityView:
        """Return whether the line can be returned."""
        found: EligibilityView = self.eligibility
        return found
