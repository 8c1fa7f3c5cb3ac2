import type { SetFault } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { keepInAddress } from "../../router.ts";
import { serviceName } from "../../service-names.ts";
import { Button } from "../../ui/button.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import type { FaultTargetFields } from "./add-fault-dialog.tsx";
import { FaultChip } from "./fault-chip.tsx";
import { boardOf, faultsOfAll, faultsOfFunction, type ServiceBoard } from "./switchboard.ts";

export interface SwitchboardProps {
  faults: readonly SetFault[];
  functions: readonly string[];
  search: string;
  /** The services that are unfolded. */
  open: ReadonlySet<string>;
  onAdd: (target: FaultTargetFields) => void;
  onChange: () => void;
}

/** Each function, service and operation with its current faults. */
export function SwitchboardCard({ faults, functions, search, open, onAdd, onChange }: SwitchboardProps) {
  const { value } = useLoad((signal) => get<Record<string, string[]>>("operations", signal), []);
  const chips = (those: SetFault[]) => those.map((fault) => <FaultChip key={fault.id} fault={fault} onChange={onChange} />);
  const wanted = search.toLowerCase();
  const toggle = (service: string, isOpen: boolean) => {
    // A search unfolds what it finds, and that is not kept.
    if (wanted !== "" || isOpen === open.has(service)) return;
    const next = new Set(open);
    if (isOpen) next.add(service);
    else next.delete(service);
    keepInAddress({ open: [...next].join(" ") || undefined });
  };
  const shown = functions.filter((name) => wanted === "" || name.toLowerCase().includes(wanted));
  const board = boardOf(value.value ?? {}, faults, search);
  return (
    <section class="card faults-board" aria-label="Switchboard">
      <header class="faults-board-head">
        <SearchField label="Search operations" value={search} onSearch={(q) => keepInAddress({ q })} />
      </header>
      {value.value && board.length + shown.length === 0 && <p class="faults-none quiet">No operation is called like that.</p>}
      {wanted === "" && <Line name="Every call" chips={chips(faultsOfAll(faults))} onAdd={() => onAdd({})} />}
      {shown.map((functionName) => (
        <Line
          key={functionName}
          name={functionName}
          about="its invocations"
          chips={chips([...faultsOfFunction(faults, functionName), ...faultsOfFunction(faults, "*")])}
          onAdd={() => onAdd({ functionName })}
        />
      ))}
      {board.map((service) => (
        <Service
          key={service.service}
          board={service}
          isOpen={open.has(service.service) || wanted !== ""}
          chips={chips}
          onAdd={onAdd}
          onToggle={toggle}
        />
      ))}
    </section>
  );
}

interface ServiceProps {
  board: ServiceBoard;
  isOpen: boolean;
  chips: (faults: SetFault[]) => preact.ComponentChild[];
  onAdd: SwitchboardProps["onAdd"];
  onToggle: (service: string, isOpen: boolean) => void;
}

function Service({ board: { service, faults, operations }, isOpen, chips, onAdd, onToggle }: ServiceProps) {
  const isActive = (fault: SetFault) => fault.isActive;
  const struck = operations.filter((line) => line.faults.some(isActive));
  return (
    <details class="faults-service" open={isOpen} onToggle={(event) => onToggle(service, event.currentTarget.open)}>
      <summary>
        <b>{serviceName(service)}</b>
        <span class="quiet">
          {operations.length} {operations.length === 1 ? "operation" : "operations"}
        </span>
        {(faults.some(isActive) || struck.length > 0) && (
          <span class="faults-mark" data-tone="bad">
            {faults.some(isActive) ? "all of it" : struck.map(({ operation }) => operation).join(", ")}
          </span>
        )}
      </summary>
      {isOpen && (
        <>
          <Line name={`All of ${serviceName(service)}`} chips={chips(faults)} onAdd={() => onAdd({ service })} />
          {operations.map((line) => (
            <Line
              key={line.operation}
              name={line.operation}
              chips={chips(line.faults)}
              onAdd={() => onAdd({ service, operation: line.operation })}
            />
          ))}
        </>
      )}
    </details>
  );
}

function Line({
  name,
  about,
  chips,
  onAdd,
}: {
  name: string;
  about?: string;
  chips: preact.ComponentChild[];
  onAdd: () => void;
}) {
  return (
    <div class="faults-line" data-set={chips.length > 0}>
      <span class="faults-line-name">
        {name} {about && <span class="quiet">{about}</span>}
      </span>
      <span class="faults-chips">{chips}</span>
      <Button kind="quiet" icon="bolt" label={`Add a fault for ${name}`} onClick={onAdd} />
    </div>
  );
}
