package jsscope

import (
	"fmt"
	"slices"
	"testing"
)

// describe writes scopes as "text it begins with … = name".
func describe(src string, scopes []Scope) []string {
	var out []string
	for _, s := range scopes {
		out = append(out, fmt.Sprintf("%s = %s", src[s.Start:s.End], s.String()))
	}
	return out
}

func TestScan(t *testing.T) {
	tests := []struct {
		name, src string
		want      []string // text of the scope = its name
	}{
		{"declaration", "function f(){return function g(){}}", []string{
			"function f(){return function g(){}} = f", "function g(){} = g"}},
		{"async and generators", "async function a(){}function*b(){}async function*c(){}", []string{
			"async function a(){} = a", "function*b(){} = b", "async function*c(){} = c"}},
		{"class", "class A{constructor(){return class B{}}}", []string{
			"class A{constructor(){return class B{}}} = new A", "class B{} = new B"}},
		{"variables", "var f=function(){},g=()=>{};let C=class{};const h=async x=>x+1", []string{
			"function(){} = f", "()=>{} = g", "class{} = new C", "async x=>x+1 = h"}},
		{"assignments", "f=function(){};a.b.c=class{};a[b].d=()=>1;a[0]=async function(){}", []string{
			"function(){} = f", "class{} = new a.b.c", "()=>1 = a[b].d", "async function(){} = a[0]"}},
		{"object", "var o={p:function q(){},r:function(){},s:()=>{},t(){},get u(){},set u(v){},async w(){},*x(){},'y z'(){},[k](){}}", []string{
			"function q(){} = q", "function(){} = o.r", "()=>{} = o.s", "t(){} = o.t", "get u(){} = o.get u",
			"set u(v){} = o.set u", "async w(){} = o.w", "*x(){} = o.x", "'y z'(){} = o.y z", "[k](){} = o.[k]"}},
		{"object without a name", "f({a(){},b:{c:()=>1}})", []string{"a(){} = <object>.a", "()=>1 = <object>.b.c"}},
		{"members", "class C{static s(){}m(){}#p(){}static async*#q(){}get g(){}static{init()}f=()=>1;static h=function(){}}", []string{
			"class C{static s(){}m(){}#p(){}static async*#q(){}get g(){}static{init()}f=()=>1;static h=function(){}} = new C",
			"static s(){} = C.s", "m(){} = C.m", "#p(){} = C.#p", "static async*#q(){} = C.#q", "get g(){} = C.get g",
			"static{init()} = C.<static_initializer>", "()=>1 = C.f", "function(){} = C.h"}},
		{"members named like modifiers", "class C{get(){}set(){}static(){}async(){}static static(){}get=1;get get(){}}", []string{
			"class C{get(){}set(){}static(){}async(){}static static(){}get=1;get get(){}} = new C",
			"get(){} = C.get", "set(){} = C.set", "static(){} = C.static", "async(){} = C.async",
			"static static(){} = C.static", "get get(){} = C.get get"}},
		{"fields without semicolons", "class C{a\nb=1\nc(){}\n#d\nstatic e=()=>2\nf(){}}", []string{
			"class C{a\nb=1\nc(){}\n#d\nstatic e=()=>2\nf(){}} = new C", "c(){} = C.c", "()=>2 = C.e", "f(){} = C.f"}},
		{"extends", "class A extends b({x(){}}){m(){}}var D=class extends A{}", []string{
			"class A extends b({x(){}}){m(){}} = new A", "x(){} = <object>.x", "m(){} = A.m", "class extends A{} = new D"}},
		{"callbacks", "f(function(){},()=>{},x=>x)", []string{"function(){} = ", "()=>{} = ", "x=>x = "}},
		{"called at once", "var a=function(){}();var b=(function(){})();!function(){}();c=(()=>{})();d=function e(){}()", []string{
			"function(){} = ", "function(){} = ", "function(){} = ", "()=>{} = ", "function e(){} = e"}},
		{"bound", "var a=function(){}.bind(this)", []string{"function(){} = a"}},
		{"choices", "var a=b?function(){}:()=>1,c=d||function(){}", []string{
			"function(){} = a", "()=>1 = a", "function(){} = c"}},
		{"arrows in conditionals", "x=a?b=>c:d=>e?f:g;y=()=>a?b:c", []string{"b=>c = x", "d=>e?f:g = x", "()=>a?b:c = y"}},
		{"curried", "const f=a=>b=>({c})=>d", []string{"a=>b=>({c})=>d = f", "b=>({c})=>d = ", "({c})=>d = "}},
		{"arrow ends at a line break", "const f=x=>x\nfoo()\nconst g=()=>y", []string{"x=>x = f", "()=>y = g"}},
		{"regular expressions", "if(a)/}/.test(b);x=a/b/c;y=[/[/{]/g];z=a++/2;function f(){return/}/}{}/}/;({})/1", []string{
			"function f(){return/}/} = f"}},
		{"templates", "f=`a${`b${()=>1}`}c}`;g=x=>`${x}`", []string{"()=>1 = ", "x=>`${x}` = g"}},
		{"comments", "/* function a(){} */ // function b(){}\nfunction c(){}<!--", nil},
		{"modules", "import a,{b as c}from'd';import*as e from'f'with{type:'json'};export{c as default};export default function(){}export const g=()=>1;import('h')", []string{
			"function(){} = ", "()=>1 = g"}},
		{"specifiers", "export{a as function,b as if}from'c';function f(){}", []string{"function f(){} = f"}},
		{"export default object", "export default{m(){},n:function(){}}", []string{"m(){} = <object>.m", "function(){} = <object>.n"}},
		{"labels and cases", "a:{function f(){}}switch(b){case 1:{function g(){}}default:{}case c?d:e:h=()=>1}", []string{
			"function f(){} = f", "function g(){} = g", "()=>1 = h"}},
		{"statements", "if(a){}else{}for(const b of /c/){}for await(d of e){}do{}while(f)try{}catch{}finally{}function g(){}while(h)i=function(){}", []string{
			"function g(){} = g", "function(){} = i"}},
		{"optional chains", "a?.b?.(()=>1);c=d?.5:()=>2;e=f?.[g]", []string{"()=>1 = ", "()=>2 = c"}},
		{"private in", "class C{#a;m(b){return #a in b}}", []string{"class C{#a;m(b){return #a in b}} = new C", "m(b){return #a in b} = C.m"}},
		{"keywords as properties", "a.function=function(){};b.class.if=()=>1;c.new(function(){})", []string{
			"function(){} = a.function", "()=>1 = b.class.if", "function(){} = "}},
		{"decorators", "class C{@a b(){}@c.d(e)f=()=>1;@g()static h(){}}", []string{
			"class C{@a b(){}@c.d(e)f=()=>1;@g()static h(){}} = new C", "b(){} = C.b", "()=>1 = C.f", "static h(){} = C.h"}},
		{"default parameters", "function f(a=()=>1,{b=function(){}}={}){}", []string{
			"function f(a=()=>1,{b=function(){}}={}){} = f", "()=>1 = a", "function(){} = <object>.b"}},
		{"escapes and unicode", "var \\u0061b=()=>1,ñ=function(){}", []string{"()=>1 = \\u0061b", "function(){} = ñ"}},
		{"hashbang", "#!/usr/bin/env node\nfunction f(){}", []string{"function f(){} = f"}},
		{"prototype", "F.prototype.m=function(){};F.prototype[42]=function(){}", []string{
			"function(){} = F.prototype.m", "function(){} = F.prototype[42]"}},
		{"yield and await", "function*f(){yield/a}/;yield{b(){}}}", []string{"function*f(){yield/a}/;yield{b(){}}} = f", "b(){} = <object>.b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			scopes, err := Scan([]byte(tt.src))
			if tt.want == nil {
				return
			}
			if err != nil {
				t.Fatalf("%v", err)
			}
			if got := describe(tt.src, scopes); !slices.Equal(got, tt.want) {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}
