import type { Edit } from '../../core/diagnosis.ts';
import type { Span } from '../../core/span.ts';

/** What is wrong with the files that Compose reads: what Compose would refuse, or warn of. A rule turns each kind into words. */
export type ComposeFault = {
  readonly kind: FaultKind;
  /** Whether `docker compose config` refuses the project for it (exit other than 0). */
  readonly refuses: boolean;
  /** One sentence for `tutor config` and logs; rules write their own. */
  readonly message: string;
  /** The text to change. */
  readonly at?: Span;
  /** The other end of a contradiction: the first of two equal keys, the file that was extended. */
  readonly other?: Span;
  /** More places of the same slip. */
  readonly also?: readonly Span[];
  /** `services.web.ports[0]`. */
  readonly path?: string;
  /** Words of the fault by name: `key`, `expected`, `got`, `service`, `variable`, `text`, `limit`, … each kind documents its own. */
  readonly words?: Readonly<Record<string, string>>;
  /** The likeliest mend, where the reader knows one: with it the file was read on. */
  readonly mend?: readonly Edit[];
};

/**
 * Kinds of faults. Add one where a new cause deserves words of its own; `refused` is for the rest.
 * In brackets: the words it carries.
 */
export type FaultKind =
  | 'file-missing'
  | 'file-ambiguous' // [chosen, others]
  | 'file-unreadable' // [file, reason]
  | 'file-binary' // [file]
  | 'file-encoding' // [file, encoding] UTF-16 or not UTF-8
  | 'file-empty' // [file]
  | 'too-large' // [file, what, limit]
  | 'yaml-syntax' // [text, slip: what was most likely meant, one of `SlipName` in `yaml/remedies/remedy.ts`, or `web-page`, `item-too-deep`]
  | 'yaml-tab' // tab used for indentation
  | 'yaml-duplicate-key' // [key]
  | 'yaml-merge-key' // a merge key that holds no mapping [text]
  | 'unknown-property' // [key, section, nearest?, lost?, belongs?, service?, keys?, stands?] `lost`: the value could not be read as that of `nearest`; `keys`: all in a row; `stands`: `beneath` or `beside` `other`, where they were read
  | 'wrong-type' // [key, expected, got, belongs?, slip?] `other` is the key; `slip` as for `yaml-syntax`, or `dash-missing`, `port-pair`
  | 'wrong-value' // [key, got, allowed?, nearest?] a text or number that the key does not take
  | 'missing-property' // [key, section]
  | 'repeated-item' // [key, text] the same item twice in a list that is a set; `other` is the first
  | 'services-missing' // [keys?] what stands at the left margin and looks like services; without it there are none
  | 'version-obsolete'
  | 'interpolation-invalid' // [text]
  | 'interpolation-unset' // [variable]
  | 'interpolation-required' // [variable, text]
  | 'dotenv-syntax' // [file, text]
  | 'env-file-missing' // [file, service]
  | 'undefined-network' // [service, name]
  | 'undefined-volume' // [service, name]
  | 'undefined-dependency' // [service, name]
  | 'undefined-secret' // [service, name, nearest?]
  | 'undefined-config' // [service, name, nearest?]
  | 'dependency-cycle' // [chain]
  | 'neither-image-nor-build' // [service]
  | 'extends' // [service, file, text, missing?] `missing`: the file that is named and is not there
  | 'include' // [file, text, missing?]
  | 'port' // [text, why]
  | 'mount' // [text, why]
  | 'container-name-twice' // [name, first, second]
  | 'network-mode-with-networks' // [service]
  | 'project-name' // [name]
  | 'refused'; // [text]
