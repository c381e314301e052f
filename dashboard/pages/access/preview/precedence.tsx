import { Fold } from '../../../ui/fold.tsx'

/** The order in which everything is asked (product.md §6). */
export function Precedence() {
  return (
    <Fold title="In which order is this decided?" description="The order of precedence">
      <ol class="list-decimal space-y-1.5 pl-5">
        <li>
          <strong class="font-medium">Agent.</strong> The server and its Gateway must both admit it. One
          without a switch of its own is as “Other agents”; a client that is no known agent is as
          “Unrecognised”.
        </li>
        <li>
          <strong class="font-medium">User.</strong> Denied users, then allowed users, then denied groups,
          then allowed groups where that list is set; else allowed. The lists of the server and of its Gateway
          must both admit.
        </li>
        <li>
          <strong class="font-medium">Tools.</strong> The tool's own setting, then the rules of the user's
          groups, of which the strictest wins, then the rule for the user. Where a rule of the Gateway and one
          of the server differ, the stricter holds.
        </li>
        <li>
          <strong class="font-medium">Changed tools.</strong> A tool whose definition changed may still be
          hidden or blocked until the change is approved.
        </li>
      </ol>
    </Fold>
  )
}
