// A link into one of the tenants: that tenant is chosen, and then its screen.
import type { ReactNode } from 'react';

interface Props {
  href: string;
  onGo: (href: string) => void;
  className: string;
  label?: string;
  children: ReactNode;
}

export function To({ href, onGo, className, label, children }: Props) {
  return (
    <a
      href={href}
      className={className}
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        onGo(href);
      }}
    >
      {children}
    </a>
  );
}
