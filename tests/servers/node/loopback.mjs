// Loaded before a program that would listen on every interface: makes it listen on the loopback only,
// and says where. A host given to `listen` would be looked up first, and programs that ask for their
// port at once would find none; so it is put in below that, where the socket is bound.
import net from 'node:net';

const bind = net.Server.prototype._listen2;
if (typeof bind !== 'function') {
    throw new TypeError('loopback.mjs: this Node binds its sockets elsewhere');
}

net.Server.prototype._listen2 = function (_address, port, _family, ...more) {
    this.once('listening', () => console.error(`listening ${this.address().port}`));
    return bind.call(this, '127.0.0.1', port, 4, ...more);
};
