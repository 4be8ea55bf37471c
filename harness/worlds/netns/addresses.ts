/** The router, as every host's next hop. Link-local addresses are nobody's in a VPC but AWS's own. */
export const ROUTER_ADDRESS = '169.254.1.1';

/** The way out of the VPC, as the router's next hop. */
export const INTERNET_ADDRESS = '169.254.1.2';

/** Where instances find Amazon's DNS server, in every VPC. */
export const DNS_ADDRESS = '169.254.169.253';

/** The mark of packets that are for a flow's socket in the node although they carry a client's address. */
export const NODE_MARK = 1;

/** The routing table by which all packets are for this machine itself. */
export const LOCAL_TABLE = 100;
