import { mount } from 'svelte';
import App from './App.svelte';
import './styles/base.css';
import { startTheme } from './ui/theme.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
startTheme();
mount(App, { target });
