// Loaded before a program that would listen on every interface: makes it listen on the loopback only,
// and says where.
import net from 'node:net';

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...given) {
    const port = Number(typeof given[0] === 'object' && given[0] !== null ? given[0].port : given[0]);
    const done = given.find((argument) => typeof argument === 'function');
    if (!Number.isInteger(port)) {
        throw new TypeError('loopback.mjs: only a port can be listened on here');
    }
    this.once('listening', () => console.error(`listening ${this.address().port}`));
    return listen.call(this, { port, host: '127.0.0.1' }, done);
};
