import { Component, type ComponentChildren } from 'preact';

import { faultOf } from '../net/http';
import { FaultBox } from './states';

interface Props {
  path: string;
  children: ComponentChildren;
}

/** A page that fails is a fault in its place: the rest of the program lives. */
export class Boundary extends Component<Props, { error: unknown }> {
  override state = { error: null as unknown };

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidUpdate(before: Props): void {
    if (before.path !== this.props.path) this.setState({ error: null });
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <FaultBox fault={faultOf(error)} onRetry={() => this.setState({ error: null })} />;
  }
}
